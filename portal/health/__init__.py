"""What a load balancer or an orchestrator asks: is the process up, and can it serve."""

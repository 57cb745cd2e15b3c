"""The register: partnerships, events, organisations and opportunities, each fact with its evidence."""

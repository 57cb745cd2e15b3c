from playwright.sync_api import expect

# How long a page may take on a busy machine before a test calls it broken; what is expected is not less for it.
expect.set_options(timeout=20_000)

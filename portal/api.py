"""The public API of the site, at /api/v1/: its parts come from the apps."""

from ninja import NinjaAPI

from partnerships.api import router as register
from portal.imports.api import router as imports
from portal.news.api import router as news

api = NinjaAPI(
    title="Liaison",
    version="1",
    description="Public records of partnerships, events, organisations, opportunities and news, as the lists of the site show them.",
    urls_namespace="api-1",
)
api.add_router("", register)
api.add_router("", news)
api.add_router("", imports)

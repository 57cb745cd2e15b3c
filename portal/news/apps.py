from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "portal.news"
    label = "news"
    verbose_name = _("News")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.news import alternates, facets, feeds, removal, sitemaps, sources, structured  # models exist only now

        alternates.connect()
        facets.connect()
        feeds.connect()
        removal.connect()
        sources.connect()
        structured.connect()
        sitemaps.connect()

"""Django's PostgreSQL backend, on the embedded server: it is there when the first connection is opened."""

from typing import Any

from django.db.backends.postgresql import base

from . import postgres_in


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the cluster named by the setting CLUSTER, or joins it, before it connects."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        postgres_in(**self.settings_dict["CLUSTER"]).ensure()
        return super().get_new_connection(conn_params)

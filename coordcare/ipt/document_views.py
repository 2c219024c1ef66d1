"""Inventory, formulation and the work on the focus, routed as every living document."""

from coordcare.documents.route_views import add_routes
from coordcare.ipt.documents import DOCUMENTS
from coordcare.ipt.views import blueprint

for _document in DOCUMENTS:
    add_routes(blueprint, _document)

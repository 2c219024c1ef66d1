"""The safety plan, routed as every living document."""

from coordcare.documents.route_views import add_routes
from coordcare.risk.documents import SAFETY_PLAN
from coordcare.risk.views import blueprint

add_routes(blueprint, SAFETY_PLAN)

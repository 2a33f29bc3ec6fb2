"""Pages, one module per room of the menu."""

from ironriver.web.views.about import blueprint as _about
from ironriver.web.views.account import blueprint as _account
from ironriver.web.views.accounts import blueprint as _accounts
from ironriver.web.views.agreements import blueprint as _agreements
from ironriver.web.views.analytics import blueprint as _analytics
from ironriver.web.views.approvals import blueprint as _approvals
from ironriver.web.views.case_files import blueprint as _case_files
from ironriver.web.views.cases import blueprint as _cases
from ironriver.web.views.claim import blueprint as _claim
from ironriver.web.views.custody import blueprint as _custody
from ironriver.web.views.entry import blueprint as _entry
from ironriver.web.views.exchange import blueprint as _exchange
from ironriver.web.views.feeds import blueprint as _feeds
from ironriver.web.views.home import blueprint as _home
from ironriver.web.views.imports import blueprint as _imports
from ironriver.web.views.inbound import blueprint as _inbound
from ironriver.web.views.inbox import blueprint as _inbox
from ironriver.web.views.ledger import blueprint as _ledger
from ironriver.web.views.map import blueprint as _map
from ironriver.web.views.packages import blueprint as _packages
from ironriver.web.views.paths import blueprint as _paths
from ironriver.web.views.queries import blueprint as _queries
from ironriver.web.views.query_help import blueprint as _query_help
from ironriver.web.views.reads import blueprint as _reads
from ironriver.web.views.records import blueprint as _records
from ironriver.web.views.referral_list import blueprint as _referral_list
from ironriver.web.views.referrals import blueprint as _referrals
from ironriver.web.views.releases import blueprint as _releases
from ironriver.web.views.review import blueprint as _review
from ironriver.web.views.saved_charts import blueprint as _saved_charts
from ironriver.web.views.search import blueprint as _search
from ironriver.web.views.sources import blueprint as _sources
from ironriver.web.views.static_files import blueprint as _static_files
from ironriver.web.views.statistics import blueprint as _statistics
from ironriver.web.views.status import blueprint as _status
from ironriver.web.views.summary import blueprint as _summary
from ironriver.web.views.timeline import blueprint as _timeline
from ironriver.web.views.trace_requests import blueprint as _trace_requests
from ironriver.web.views.workbench import blueprint as _workbench

BLUEPRINTS = (
    _static_files,
    _entry,
    _claim,
    _home,
    _inbox,
    _search,
    _records,
    _summary,
    _referral_list,
    _review,
    _analytics,
    _referrals,
    _trace_requests,
    _statistics,
    _workbench,
    _map,
    _timeline,
    _saved_charts,
    _paths,
    _queries,
    _query_help,
    _imports,
    _sources,
    _ledger,
    _reads,
    _status,
    _cases,
    _case_files,
    _custody,
    _packages,
    _exchange,
    _releases,
    _inbound,
    _feeds,
    _account,
    _accounts,
    _agreements,
    _approvals,
    _about,
)

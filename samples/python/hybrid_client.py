"""A client of HybridOrleans for bots in Python: one file, the standard library alone, the old program's call names.

    from hybrid_client import init_database_integration
    data = init_database_integration("han_dating_bot")
    data.save_user_profile(1001, {"name": "Eva"})

Calls block; in an asyncio bot write `await asyncio.to_thread(data.get_user_profile, 1001)`. One object may be used by
many threads at once.
"""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timezone

COMPONENTS = ("users", "configuration", "conversations", "analytics")


class HybridError(Exception):
    """A call failed. `status` is that of HTTP, or None when there was no answer."""

    def __init__(self, message, status=None):
        super().__init__(message)
        self.status = status


class InvalidInput(HybridError):
    """An id or a body is not acceptable. Nothing was written."""


class NotAllowed(HybridError):
    """The key is missing or wrong, or may not do that. Nothing was done."""


class Conflict(HybridError):
    """It is not at the expected revision, or a migration cannot take this step now. Nothing was written."""


class Unavailable(HybridError):
    """No answer, after all repetitions. Nothing was written."""


class OutcomeUnknown(HybridError):
    """The write may have happened. Read before you decide."""


class Damaged(HybridError):
    """The stored bytes are damaged, or the silo failed."""


_ERRORS = {400: InvalidInput, 401: NotAllowed, 403: NotAllowed, 409: Conflict, 412: Conflict, 413: InvalidInput,
           415: InvalidInput, 429: Unavailable, 503: Unavailable, 504: OutcomeUnknown}


class DatabaseIntegration:
    """One bot's way to a silo."""

    def __init__(self, bot_id, url=None, key=None, timeout=15.0, retries=3):
        """`url` and `key` default to HYBRID_URL (http://127.0.0.1:8080) and HYBRID_KEY."""
        self.bot_id = bot_id
        self._url = (url or os.environ.get("HYBRID_URL") or "http://127.0.0.1:8080").rstrip("/")
        self._key = key or os.environ.get("HYBRID_KEY") or ""
        self._timeout = timeout
        self._retries = retries
        self._bot = "/bots/" + urllib.parse.quote(bot_id, safe="")

    # What the old program called the integration manager.

    def initialize(self):
        """True when the silo answers and knows the key."""
        return self.health_check()["status"] == "ready"

    def shutdown(self):
        """Nothing is held open."""

    def health_check(self):
        """The state of the silo and of its stores, also when it is not ready."""
        return self._call("GET", "/health", accept=(503,))[0]

    def enable_migration(self, components=None, why=""):
        """Moves components to PostgreSQL; needs a key that is bound to no bot, with the role operator."""
        return self._migrate("enable", components, why)

    def disable_migration(self, components=None, why=""):
        """Brings components back to JSON files."""
        return self._migrate("disable", components, why)

    def get_migration_status(self):
        """Where each component stands."""
        return {name: self._call("GET", "/migration/" + name)[0] for name in COMPONENTS}

    def get_user_profile(self, user_id, use_cache=True):
        """The profile, or None when there is none. A failure is never reported as None."""
        return self._get(self._profile(user_id), use_cache)[0]

    def get_user_profile_with_revision(self, user_id):
        """The profile from the store and its revision, for `save_user_profile(…, expected_revision=…)`."""
        return self._get(self._profile(user_id), use_cache=False)

    def save_user_profile(self, user_id, profile, expected_revision=None):
        """Replaces the profile; returns its new revision."""
        headers = {} if expected_revision is None else {"If-Match": '"%d"' % expected_revision}
        return self._call("PUT", self._profile(user_id), profile, headers)[0]["revision"]

    def update_user_profile(self, user_id, changes):
        """Changes parts of the profile and keeps what others change meanwhile; None as a value removes a member."""
        return self._call("PATCH", self._profile(user_id), changes)[0]["revision"]

    def update_user_activity(self, user_id):
        """Counts one message."""
        return self._call("POST", self._profile(user_id) + "/activity")[0]["revision"]

    def delete_user_profile(self, user_id):
        """True when there was one."""
        return self._call("DELETE", self._profile(user_id))[0]["count"] > 0

    def erase_user(self, user_id):
        """Erases the user everywhere; needs the role admin."""
        return self._call("POST", "%s/users/%d/erasure" % (self._bot, user_id), repeatable=True)[0]

    def get_bot_configuration(self, scope="global", scope_id=""):
        """The configuration, or None when there is none."""
        return self._get(self._configuration(scope, scope_id), True)[0]

    def save_bot_configuration(self, configuration, scope="global", scope_id=""):
        """Replaces the configuration; returns its new revision."""
        return self._call("PUT", self._configuration(scope, scope_id), configuration)[0]["revision"]

    def log_analytics_event(self, event_type, data=None, dimensions=None, user_id=None):
        """Logs an event that happens now; returns when it is durable."""
        event = {"type": event_type, "id": uuid.uuid4().hex, "ts": datetime.now(timezone.utc).isoformat()}
        event.update({k: v for k, v in (("data", data), ("dimensions", dimensions), ("user", user_id)) if v is not None})
        return self._call("POST", self._bot + "/events", [event], repeatable=True)[0][0]

    # What the old program could not do.

    def append_message(self, chat_id, direction, text, message_id=None):
        """Appends a message ('in' or 'out'); one whose id comes again adds nothing. Returns its number."""
        message = {"direction": direction, "text": text, "id": message_id or uuid.uuid4().hex}
        return self._call("POST", self._chat(chat_id) + "/messages", message, repeatable=True)[0]["sequence"]

    def get_recent_messages(self, chat_id, count=20):
        """The newest messages, the oldest first."""
        return self._call("GET", "%s/messages?count=%d" % (self._chat(chat_id), count))[0]["messages"]

    def _profile(self, user_id):
        return "%s/profiles/%d" % (self._bot, user_id)

    def _chat(self, chat_id):
        return "%s/conversations/%d" % (self._bot, chat_id)

    def _configuration(self, scope, scope_id):
        query = urllib.parse.urlencode({"scope": scope, "scopeId": scope_id})
        return "%s/configuration?%s" % (self._bot, query)

    def _migrate(self, verb, components, why):
        query = urllib.parse.urlencode({"why": why})
        return {name: self._call("POST", "/migration/%s/%s?%s" % (name, verb, query), repeatable=True)[0]["message"]
                for name in components or COMPONENTS}

    def _get(self, path, use_cache):
        body, headers = self._call("GET", path, None, {} if use_cache else {"Cache-Control": "no-cache"}, accept=(404,))
        if "Hybrid-Served-By" not in headers:
            raise HybridError("%s is not the address of a silo: nobody there has looked for it" % self._url)
        missing = headers.get_content_type() == "application/problem+json"
        return None if missing else body, int(headers["ETag"].strip('"'))

    def _call(self, method, path, body=None, headers=None, repeatable=False, accept=()):
        """Repeats what is known to have done nothing, and what does no harm when it comes twice."""
        lost = False
        for attempt in range(self._retries + 1):
            try:
                return self._once(method, path, body, headers or {}, accept)
            except HybridError as error:
                lost = lost or isinstance(error, OutcomeUnknown)
                again = isinstance(error, Unavailable) or (repeatable and isinstance(error, OutcomeUnknown))
                if not again or attempt == self._retries:
                    if lost and not isinstance(error, OutcomeUnknown):
                        raise OutcomeUnknown(str(error), error.status) from error
                    raise
                time.sleep(getattr(error, "retry_after", 0.1 * 2 ** attempt))

    def _once(self, method, path, body, headers, accept):
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8")
        request = urllib.request.Request(self._url + "/api/v1" + path, data, method=method)
        request.add_header("Authorization", "Bearer " + self._key)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                return json.loads(answer.read()), answer.headers
        except urllib.error.HTTPError as error:
            text = error.read()
            if error.code in accept:
                return json.loads(text), error.headers
            raise self._error(error, text) from None
        except OSError as error:
            refused = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
            kind = Unavailable if refused or method == "GET" else OutcomeUnknown
            raise kind("The silo at %s gave no answer: %s" % (self._url, error)) from error

    @staticmethod
    def _error(answer, text):
        try:
            problem = json.loads(text)
            message = "%s. %s" % (problem.get("title"), problem.get("detail"))
        except ValueError:
            message = "HTTP %d" % answer.code
        error = _ERRORS.get(answer.code, Damaged if answer.code >= 500 else HybridError)(message, answer.code)
        if answer.headers.get("Retry-After", "").isdigit():
            error.retry_after = min(5, int(answer.headers["Retry-After"]))
        return error


_current = None


def init_database_integration(bot_id, enable_migration=False, **settings):
    """Connects; raises when no silo answers or the key is none."""
    global _current
    integration = DatabaseIntegration(bot_id, **settings)
    integration.initialize()
    if enable_migration:
        integration.enable_migration()
    _current = integration
    return integration


def get_database_integration():
    """What `init_database_integration` returned last; None before."""
    return _current


def shutdown_database_integration():
    """Forgets it."""
    global _current
    _current = None

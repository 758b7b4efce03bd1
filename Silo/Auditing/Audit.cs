namespace HybridOrleans.Silo.Auditing;

/// <summary>Who did what over HTTP. Category <c>HybridOrleans.Audit</c>. No user ids, bodies or secrets.</summary>
internal sealed class Audit(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("HybridOrleans.Audit");

    /// <summary>Somebody signed in with a browser.</summary>
    public void SignedIn(string who, string role) => AuditLog.SignedIn(_logger, who, role);

    /// <summary>Somebody signed out.</summary>
    public void SignedOut(string who) => AuditLog.SignedOut(_logger, who);

    /// <summary>Somebody showed a key that is none, or has expired.</summary>
    public void KeyRefused(HttpContext context)
        => AuditLog.KeyRefused(_logger, context.Connection.RemoteIpAddress?.ToString() ?? "?", ActOf(context));

    /// <summary>Somebody who is known asked for what it may not do.</summary>
    public void ActRefused(HttpContext context)
        => AuditLog.ActRefused(_logger, context.User.Identity?.Name ?? "?", ActOf(context));

    /// <summary>Somebody did what cannot be taken back.</summary>
    public void Acted(HttpContext context, string outcome)
        => AuditLog.Acted(
            _logger,
            context.User.Identity?.Name ?? "?",
            ActOf(context),
            context.Request.RouteValues["bot"] as string ?? "-",
            outcome);

    /// <summary>The pattern, not the path: a path names users.</summary>
    private static string ActOf(HttpContext context)
    {
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "(no such path)";
        return $"{(HttpMethods.IsGet(context.Request.Method) ? "GET" : KnownMethod(context.Request.Method))} {pattern}";
    }

    /// <summary>A caller chooses the text of a method, and a log must not repeat whatever it likes.</summary>
    private static string KnownMethod(string method)
        => method is "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "(other)";
}

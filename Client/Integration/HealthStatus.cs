namespace HybridOrleans.Client;

/// <summary>The state of a bot's data in one word. <c>ToString</c> in lower case gives the old bot's words, but for
/// <c>not_initialized</c>.</summary>
public enum HealthStatus
{
    /// <summary><c>not_initialized</c>: not initialised, or shut down.</summary>
    NotInitialized = 0,

    /// <summary><c>healthy</c>: everything answers.</summary>
    Healthy = 1,

    /// <summary><c>degraded</c>: the bot works, and something needs a look; see the reasons.</summary>
    Degraded = 2,

    /// <summary><c>error</c>: profiles cannot be read or written now.</summary>
    Error = 3,
}

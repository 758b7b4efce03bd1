namespace HybridOrleans.Silo.Access;

/// <summary>Who may use this silo's HTTP, and how much of it. Read once, at start.</summary>
internal sealed record AccessSettings
{
    /// <summary>The name of the key that is made when none is configured.</summary>
    public const string FirstKeyName = "first-admin";

    /// <summary>The keys. None: the silo makes one, see <see cref="FirstKey"/>.</summary>
    public required IReadOnlyList<AccessKey> Keys { get; init; }

    /// <summary>How long a browser stays signed in after its last request. 8 hours; from 1 minute to 7 days.</summary>
    public required TimeSpan SessionLifetime { get; init; }

    /// <summary>What one key may ask for in a second, on average. 1,000; from 1 to 1,000,000.</summary>
    public required int KeyRequestsPerSecond { get; init; }

    /// <summary>What one address may ask for in a second, on average. 2,000; from 1 to 1,000,000.</summary>
    public required int AddressRequestsPerSecond { get; init; }

    /// <summary>How many wrong keys of one address are answered as such in a minute. 30; from 1 to 10,000.</summary>
    public required int FailedSignInsPerMinute { get; init; }

    /// <summary>Where people sign in elsewhere; null for keys alone.</summary>
    public OpenIdSettings? OpenId { get; init; }
}

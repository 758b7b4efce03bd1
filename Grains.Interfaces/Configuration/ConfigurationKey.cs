using System.Text;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Names one configuration: a bot, a scope, and which one of that scope.</summary>
/// <remarks>
/// Immutable. Illegal values cannot be built; only <c>default</c> is none, and no call accepts it. Case counts, and two
/// keys that differ in any character are two configurations.
/// </remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.configuration-key")]
public readonly record struct ConfigurationKey
{
    /// <summary>The scope of what holds for the whole bot.</summary>
    public const string GlobalScope = "global";

    /// <summary>The longest scope, in bytes of UTF-8.</summary>
    public const int ScopeBytesMax = 64;

    /// <summary>The longest scope id, in bytes of UTF-8.</summary>
    public const int ScopeIdBytesMax = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Takes a key.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="scope">What kind of thing it is for, such as <c>global</c> or <c>chat</c>; not empty.</param>
    /// <param name="scopeId">Which one of them; empty where there is one only.</param>
    /// <exception cref="InvalidInputException">
    /// The bot id is <c>default</c>, the scope is empty, or scope or scope id is too long or holds a NUL, an unpaired
    /// surrogate or a way up (<c>../</c>).
    /// </exception>
    public ConfigurationKey(BotId bot, string scope = GlobalScope, string scopeId = "")
    {
        if (bot.Value.Length == 0)
        {
            throw new InvalidInputException("The bot id is missing.");
        }

        if (string.IsNullOrEmpty(scope))
        {
            throw new InvalidInputException($"The scope is missing: use '{GlobalScope}' for what holds for all.");
        }

        Require(scope, "scope", ScopeBytesMax);
        Require(scopeId ?? throw new InvalidInputException("The scope id is missing."), "scope id", ScopeIdBytesMax);
        (Bot, Scope, ScopeId) = (bot, scope, scopeId);
    }

    /// <summary>The bot.</summary>
    [Id(0)]
    public BotId Bot { get; }

    /// <summary>What kind of thing it is for.</summary>
    [Id(1)]
    public string Scope { get; }

    /// <summary>Which one of them; may be empty, and personal.</summary>
    [Id(2)]
    public string ScopeId { get; }

    /// <summary>Reads what <see cref="ToGrainKey"/> wrote.</summary>
    /// <exception cref="InvalidInputException">It wrote no such text.</exception>
    public static ConfigurationKey FromGrainKey(string grainKey)
    {
        var parts = grainKey?.Split('/') ?? [];
        if (parts.Length == 3)
        {
            var key = new ConfigurationKey(
                new BotId(parts[0]), Uri.UnescapeDataString(parts[1]), Uri.UnescapeDataString(parts[2]));
            if (key.ToGrainKey() == grainKey)
            {
                return key;
            }
        }

        throw new InvalidInputException(
            "The key of a configuration grain is a bot, a scope and a scope id, escaped and joined by '/'.");
    }

    /// <summary>The primary key of the grain: one text for each key, and one key for each text.</summary>
    public string ToGrainKey() => $"{Bot}/{Uri.EscapeDataString(Scope)}/{Uri.EscapeDataString(ScopeId)}";

    /// <summary>May be personal: keep it out of logs.</summary>
    public override string ToString() => ScopeId is { Length: > 0 } ? $"{Bot}/{Scope}/{ScopeId}" : $"{Bot}/{Scope}";

    private static void Require(string text, string what, int bytesMax)
    {
        int length;
        try
        {
            length = StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidInputException($"The {what} holds half of a surrogate pair.", e);
        }

        if (length > bytesMax)
        {
            throw new InvalidInputException(
                $"The {what} has {length:N0} bytes in UTF-8, and at most {bytesMax:N0} are allowed.");
        }

        if (text.Contains('\0'))
        {
            throw new InvalidInputException($"The {what} holds a NUL character.");
        }

        if (text == ".." || text.Contains("../", StringComparison.Ordinal)
            || text.EndsWith("/..", StringComparison.Ordinal))
        {
            throw new InvalidInputException($"The {what} holds '../'.");
        }
    }
}

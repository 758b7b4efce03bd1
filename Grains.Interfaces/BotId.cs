using System.Buffers;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Names a bot. Bots on one cluster never see each other's data.</summary>
/// <remarks>Immutable. 1 to 64 characters of <c>a-z 0-9 _ -</c>.</remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.bot-id")]
public readonly record struct BotId
{
    private const int LengthMax = 64;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    [Id(0)]
    private readonly string? _value;

    /// <summary>Takes a bot id.</summary>
    /// <exception cref="InvalidInputException">It is not 1 to 64 characters of <c>a-z 0-9 _ -</c>.</exception>
    public BotId(string value)
    {
        if (value is null || value.Length is 0 or > LengthMax || value.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new InvalidInputException(
                $"'{value}' is no bot id: use 1 to {LengthMax} characters of a-z, 0-9, '_' and '-'.");
        }

        _value = value;
    }

    /// <summary>The text. Empty only for <c>default</c>, which no call accepts.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;
}

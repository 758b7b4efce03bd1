namespace HybridOrleans.Model.Tests.Core;

/// <summary>What a store holds of the one key.</summary>
internal struct Cell
{
    public byte Revision;
    public byte Value;

    /// <summary>The value of a store that holds nothing.</summary>
    public const byte Nothing = 15;

    /// <summary>A value that somebody put into a store from outside.</summary>
    public const byte Foreign = 14;

    public static Cell Empty => new() { Value = Nothing };

    public readonly bool IsEmpty => Value == Nothing;

    public readonly bool Matches(Cell other) => Revision == other.Revision && Value == other.Value;
}

using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Configuration;

/// <summary>A lent value. Immutable.</summary>
/// <param name="Answer">What the owner answered.</param>
/// <param name="AskedAt">The monotonic time before it was asked.</param>
internal sealed record LeasedCopy(LeasedReading Answer, long AskedAt)
{
    /// <summary>The answer to a read, or null once the lease has run out.</summary>
    public ConfigurationReading? Read(TimeProvider time)
    {
        var held = time.GetElapsedTime(AskedAt);
        return held < Answer.Lease
            ? Answer.Reading with { ServedBy = Tier.Memory, Age = Answer.Reading.Age + held }
            : null;
    }

    /// <summary>True when so much of the lease is over that a next one should be asked for.</summary>
    public bool IsOld(TimeProvider time) => time.GetElapsedTime(AskedAt) > Answer.Lease / 2;

    /// <summary>True when this one is newer, or of the same revision and lent for longer.</summary>
    public bool Outlives(LeasedCopy other)
        => Answer.Reading.Revision != other.Answer.Reading.Revision
            ? Answer.Reading.Revision > other.Answer.Reading.Revision
            : AskedAt > other.AskedAt;
}

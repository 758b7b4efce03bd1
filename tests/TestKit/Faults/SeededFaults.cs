using System.Globalization;

namespace HybridOrleans.TestKit.Faults;

/// <summary>Random faults of writes that one number repeats, as far as the order of the calls repeats.</summary>
public sealed class SeededFaults(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>Of 100 writes, how many lose their answer after they happened.</summary>
    public int LostAnswers { get; init; }

    /// <summary>Of 100 writes, how many never arrive, unknown to the caller.</summary>
    public int LostRequests { get; init; }

    /// <summary>Of 100 writes, how many are refused as unavailable.</summary>
    public int Unavailable { get; init; }

    /// <summary>The seed, for the message of a failed test.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"seed {seed}");

    internal Fault Next()
    {
        int drawn;
        lock (_gate)
        {
            drawn = _random.Next(100);
        }

        return drawn < LostAnswers ? Fault.LoseAnswer
            : drawn < LostAnswers + LostRequests ? Fault.LoseRequest
            : drawn < LostAnswers + LostRequests + Unavailable ? Fault.Unavailable
            : Fault.None;
    }
}

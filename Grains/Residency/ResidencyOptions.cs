namespace HybridOrleans.Grains.Residency;

/// <summary>How much of the state this silo keeps in memory (tier 1): section <c>HybridOrleans:Memory</c>.</summary>
/// <remarks>Read once, when the silo starts.</remarks>
public sealed class ResidencyOptions
{
    /// <summary>
    /// How many of our grains may be active in this silo; above it those that were used least recently leave.
    /// </summary>
    /// <value>200,000; from 100 to 100 million. A profile of 1 KB takes about 4 KB.</value>
    public int ActivationsMax { get; set; } = 200_000;

    /// <summary>How long a profile stays that nobody uses.</summary>
    /// <value>30 minutes; over 1 minute, up to 30 days.</value>
    public TimeSpan UsersIdleAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the last messages of a conversation stay that nobody uses.</summary>
    /// <value>30 minutes; over 1 minute, up to 30 days.</value>
    public TimeSpan ConversationsIdleAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a configuration stays that nobody reads or changes.</summary>
    /// <value>2 hours; over 1 minute, up to 30 days.</value>
    public TimeSpan ConfigurationIdleAge { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a partition of events stays that nobody appends to or reads.</summary>
    /// <value>5 minutes; over 1 minute, up to 30 days.</value>
    public TimeSpan AnalyticsIdleAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether grains leave while the process uses too much memory.</summary>
    /// <value>True.</value>
    public bool ShedUnderPressure { get; set; } = true;

    /// <summary>The share of the memory that this process may use at which grains begin to leave.</summary>
    /// <value>80 %; from 2 to 99.</value>
    public int PressurePercent { get; set; } = 80;

    /// <summary>The share at which they stop leaving.</summary>
    /// <value>75 %; from 1, below <see cref="PressurePercent"/>.</value>
    public int ReliefPercent { get; set; } = 75;
}

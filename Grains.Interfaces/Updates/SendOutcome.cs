namespace HybridOrleans.Grains.Interfaces;

/// <summary>What is known of a send.</summary>
[GenerateSerializer]
[Alias("hybrid.send-outcome")]
public enum SendOutcome
{
    /// <summary>It was sent, or never can be: it is done with.</summary>
    Done,

    /// <summary>It was certainly not sent, and is tried again.</summary>
    Later,

    /// <summary>It may have been sent. At least once tries again, at most once does not.</summary>
    Unknown,
}

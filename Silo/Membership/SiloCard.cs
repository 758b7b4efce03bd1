namespace HybridOrleans.Silo.Membership;

/// <summary>Says which process a row of the membership table is.</summary>
/// <param name="Silo">The address with its generation, as Orleans writes and reads it.</param>
/// <param name="Host">The name of the host, as the row has it.</param>
/// <param name="Boot">The run of the machine.</param>
/// <param name="NumberSpace">Where the number of the process means something.</param>
/// <param name="ProcessId">The number of the process.</param>
/// <param name="ProcessStart">When it was started, so that a number that is used again is somebody else.</param>
internal sealed record SiloCard(
    string Silo, string Host, string Boot, string NumberSpace, int ProcessId, long ProcessStart)
{
    /// <summary>The card of this process.</summary>
    /// <exception cref="IOException">The system does not tell what belongs on it.</exception>
    public static SiloCard Own(ILocalSiloDetails silo) => new(
        silo.SiloAddress.ToParsableString(), silo.DnsHostName, ProcessFacts.Boot(), ProcessFacts.NumberSpace(),
        Environment.ProcessId,
        ProcessFacts.StartOf(Environment.ProcessId) ?? throw new IOException("/proc does not tell its start."));

    /// <summary>True when its number can be compared with those that this process sees.</summary>
    public bool IsNear => Boot == ProcessFacts.Boot() && NumberSpace == ProcessFacts.NumberSpace();

    /// <summary>True while that very process runs, or is stopped.</summary>
    public bool IsAlive => ProcessFacts.StartOf(ProcessId) == ProcessStart;
}

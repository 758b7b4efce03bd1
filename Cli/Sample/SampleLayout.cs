namespace HybridOrleans.Cli.Sample;

/// <summary>How a sample is laid out on the disk.</summary>
internal enum SampleLayout
{
    /// <summary><c>girls_data/{id}.json</c>, one file for each profile.</summary>
    Files,

    /// <summary><c>girls_data.json</c> with all profiles under "girls".</summary>
    Map,
}

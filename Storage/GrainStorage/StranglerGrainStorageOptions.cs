using Orleans.Storage;

namespace HybridOrleans.Storage.GrainStorage;

/// <summary>Settings of one named grain storage. Read once, when the silo starts.</summary>
public sealed class StranglerGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>The stage of the silo's lifecycle at which the storage reports that it is in use.</summary>
    /// <value>
    /// <see cref="ServiceLifecycleStage.ApplicationServices"/> (10,000). Above
    /// <see cref="ServiceLifecycleStage.RuntimeStorageServices"/> (6,000), where the record stores open, and at most
    /// <see cref="ServiceLifecycleStage.Active"/> (20,000).
    /// </value>
    public int InitStage { get; set; } = ServiceLifecycleStage.ApplicationServices;

    /// <summary>Turns grain state into bytes. State of type <see cref="RecordState"/> bypasses it.</summary>
    /// <value>
    /// When not set: the serializer that is registered under the name of this storage, else the silo's own (JSON).
    /// </value>
    // Orleans' post-configuration fills it before anyone reads the options, so it is never null to a reader.
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;

    /// <summary>The grains whose state is a record of a component of its own.</summary>
    /// <value>Empty: the state of every grain lies in the component <c>grains</c>.</value>
    public GrainRecordMap Records { get; } = new();

    // Orleans makes the storage, and so reads the options, before it validates anything: what could not be read is
    // reported later, together with all other mistakes.
    internal List<string> Misread { get; } = [];
}

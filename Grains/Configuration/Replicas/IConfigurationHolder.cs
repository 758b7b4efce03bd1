namespace HybridOrleans.Grains.Configuration;

/// <summary>A silo that holds copies of configurations.</summary>
[Alias("hybrid.configuration-holder")]
[GrainInterfaceType("hybrid.configuration-holder")]
internal interface IConfigurationHolder : IGrainObserver
{
    /// <summary>Gives a copy up. Once it has answered, the silo answers no call that begins later from it.</summary>
    /// <param name="grainKey">The primary key of the configuration.</param>
    [Alias("drop")]
    Task DropAsync(string grainKey);
}

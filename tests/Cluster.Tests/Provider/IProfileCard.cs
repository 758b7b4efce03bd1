namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A grain whose state is JSON in a component of its own.</summary>
[Alias("test.profile-card")]
public interface IProfileCard : IGrainWithIntegerKey
{
    [Alias("write")]
    Task WriteAsync(string json);

    [Alias("look")]
    ValueTask<string?> LookAsync();
}

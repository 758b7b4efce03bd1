namespace HybridOrleans.Bench.Grains;

/// <summary>The state that the baselines keep, through Orleans' own serializer.</summary>
[GenerateSerializer]
[Alias("bench.profile-text")]
public sealed class ProfileText
{
    [Id(0)]
    public string Json { get; set; } = "";
}

using HybridOrleans.Client;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>An AI service that answers what a test wants.</summary>
internal sealed class ScriptedAnalyzer : IProfileAnalyzer
{
    public ProfileAnalysis? Answer { get; set; }

    public List<string> Asked { get; } = [];

    public ValueTask<ProfileAnalysis?> AnalyzeAsync(
        GirlProfile? profile, string text, CancellationToken cancellation)
    {
        Asked.Add(text);
        return new(Answer);
    }
}

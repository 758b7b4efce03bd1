using HybridOrleans.Storage.GrainStorage;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Checks the options of one named grain storage.</summary>
internal sealed class StranglerGrainStorageCheck(
    IOptionsMonitor<StranglerGrainStorageOptions> options, string name) : ISettingsCheck
{
    private const int StageMin = ServiceLifecycleStage.RuntimeStorageServices + 1;
    private const int StageMax = ServiceLifecycleStage.Active;

    /// <inheritdoc/>
    public IEnumerable<string> Mistakes()
    {
        var stage = options.Get(name).InitStage;
        if (stage is < StageMin or > StageMax)
        {
            yield return $"Grain storage '{name}': InitStage = {stage} is outside {StageMin} to {StageMax}. The record "
                + $"stores open at stage {ServiceLifecycleStage.RuntimeStorageServices}.";
        }

        foreach (var mistake in options.Get(name).Misread)
        {
            yield return mistake;
        }
    }
}

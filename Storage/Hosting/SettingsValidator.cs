using System.Globalization;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Stops a silo with wrong settings before it starts, and reports all of them at once.</summary>
internal sealed class SettingsValidator(IEnumerable<ISettingsCheck> checks) : IConfigurationValidator
{
    /// <exception cref="OrleansConfigurationException">Something is wrong. Nothing was opened.</exception>
    public void ValidateConfiguration()
    {
        string[] mistakes = [.. checks.SelectMany(c => c.Mistakes()).Distinct()];
        if (mistakes.Length > 0)
        {
            throw new OrleansConfigurationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The configuration of the storage has {mistakes.Length} mistake(s), and nothing was opened:")
                + string.Concat(mistakes.Select(m => $"{Environment.NewLine}- {m}")));
        }
    }
}

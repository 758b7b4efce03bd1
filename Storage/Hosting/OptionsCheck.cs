using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Finds what is wrong with the options of a kind of store.</summary>
internal sealed class OptionsCheck<TOptions>(IOptions<TOptions> options, SettingsBinder<TOptions> binder)
    : ISettingsCheck
    where TOptions : class
{
    /// <inheritdoc/>
    public IEnumerable<string> Mistakes()
    {
        IEnumerable<string> failures = [];
        try
        {
            _ = options.Value;
        }
        catch (OptionsValidationException e)
        {
            failures = e.Failures;
        }

        return [.. binder.Mistakes, .. failures];
    }
}

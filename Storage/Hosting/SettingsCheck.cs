using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Checks options that are needed before anything is validated.</summary>
/// <remarks>
/// Orleans makes the grain storage, and what the silo is configured by, before it validates anything. So such options
/// are taken as they are and checked here, where a mistake is reported with all others.
/// </remarks>
internal sealed class SettingsCheck<TOptions, TValidator>(
    IOptions<TOptions> options, SettingsBinder<TOptions> binder)
    : ISettingsCheck
    where TOptions : class
    where TValidator : IValidateOptions<TOptions>, new()
{
    /// <inheritdoc/>
    public IEnumerable<string> Mistakes()
        => [.. binder.Mistakes, .. new TValidator().Validate(null, options.Value).Failures ?? []];
}

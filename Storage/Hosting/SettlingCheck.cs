using HybridOrleans.Storage.Records.Settling;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Checks how lost answers are settled.</summary>
/// <remarks>
/// Orleans makes the grain storage, and with it the settling, before it validates anything. So the options are taken as
/// they are and checked here, where a mistake is reported with all others.
/// </remarks>
internal sealed class SettlingCheck(IOptions<SettlingOptions> options, SettingsBinder<SettlingOptions> binder)
    : ISettingsCheck
{
    /// <inheritdoc/>
    public IEnumerable<string> Mistakes()
    {
        var failures = new SettlingOptionsValidator().Validate(null, options.Value).Failures ?? [];
        return [.. binder.Mistakes, .. failures];
    }
}

using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Finds what is wrong with the options of a kind of store.</summary>
internal sealed class OptionsCheck<TOptions>(
    IOptions<TOptions> options, IEnumerable<IConfigureOptions<TOptions>> sources, SettingsBinder<TOptions> binder)
    : ISettingsCheck
    where TOptions : class, new()
{
    /// <summary>The options as they are configured now, right or wrong.</summary>
    public TOptions Unchecked
    {
        get
        {
            var present = new TOptions();
            foreach (var source in sources)
            {
                source.Configure(present);
            }

            return present;
        }
    }

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

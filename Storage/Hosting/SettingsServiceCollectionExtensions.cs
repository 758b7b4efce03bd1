using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Adds options that an operator sets.</summary>
public static class SettingsServiceCollectionExtensions
{
    /// <summary>Adds options from a section of <c>HybridOrleans</c>, for a silo that has record stores.</summary>
    /// <param name="services">The services of a silo.</param>
    /// <param name="section">The name of the section, such as <c>Settling</c>.</param>
    /// <typeparam name="TOptions">The options; a property for each setting.</typeparam>
    /// <typeparam name="TValidator">Names every mistake.</typeparam>
    /// <remarks>
    /// Reading the options never fails. Mistakes, misspelt names included, stop the start of the silo together with
    /// those of all other settings.
    /// </remarks>
    public static IServiceCollection AddSettings<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : IValidateOptions<TOptions>, new()
    {
        services.AddOptions<TOptions>().Configure<IServiceProvider, SettingsBinder<TOptions>>(
            (options, host, binder) =>
            {
                if (host.GetService<IConfiguration>() is { } configuration)
                {
                    binder.Bind(configuration.GetSection("HybridOrleans").GetSection(section), options);
                }
            });
        return services.AddSingleton<ISettingsCheck, SettingsCheck<TOptions, TValidator>>();
    }
}

using System.Globalization;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Storage;

[assembly: RegisterProvider("Strangler", "GrainStorage", "Silo", typeof(StranglerGrainStorageProviderBuilder))]

namespace HybridOrleans.Storage.Hosting;

/// <summary>Adds the grain storage that a section <c>Orleans:GrainStorage:name</c> asks for.</summary>
/// <remarks>
/// <c>ProviderType</c> is <c>Strangler</c>; <c>InitStage</c> sets the option of that name; <c>SerializerKey</c> names a
/// keyed <see cref="IGrainStorageSerializer"/>.
/// </remarks>
internal sealed class StranglerGrainStorageProviderBuilder : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection)
        => builder.AddStranglerGrainStorage(
            name ?? ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            options => options.Configure<IServiceProvider>((o, s) => Apply(configurationSection, o, s)));

    private static void Apply(
        IConfigurationSection section, StranglerGrainStorageOptions options, IServiceProvider services)
    {
        if (section[nameof(options.InitStage)] is { } stage)
        {
            if (int.TryParse(stage, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                options.InitStage = number;
            }
            else
            {
                options.Misread.Add($"{section.Path}:InitStage = '{stage}': expected a whole number.");
            }
        }

        if (section["SerializerKey"] is { Length: > 0 } key)
        {
            if (services.GetKeyedService<IGrainStorageSerializer>(key) is { } serializer)
            {
                options.GrainStorageSerializer = serializer;
            }
            else
            {
                options.Misread.Add(
                    $"{section.Path}:SerializerKey = '{key}': no serializer is registered under this key.");
            }
        }
    }
}

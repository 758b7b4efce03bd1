using HybridOrleans.Grains;
using HybridOrleans.Grains.Analytics;
using HybridOrleans.Grains.Auditing;
using HybridOrleans.Grains.Configuration;
using HybridOrleans.Grains.Conversations;
using HybridOrleans.Grains.Erasing;
using HybridOrleans.Grains.Migration;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Grains.Updates;
using HybridOrleans.Grains.Updates.Sending;
using HybridOrleans.Grains.Users;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Adds the grains of HybridOrleans to a silo.</summary>
public static class HybridGrainsSiloBuilderExtensions
{
    /// <summary>Adds the grains with their storage, whose stores are configured by <c>HybridOrleans</c>.</summary>
    /// <param name="builder">The silo.</param>
    public static ISiloBuilder AddHybridGrains(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddRecordStores(
            Component.Users, Component.Configuration, Component.Conversations, Component.Analytics);
        builder.Services.AddResidency();
        builder.Services.TryAddSingleton<IHistoryKeeper, AdoNetHistory>();
        builder.Services.TryAddSingleton<SteeringAudit>();
        builder.Services.AddSingleton<MigrationReporter>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            s => s.GetRequiredService<MigrationReporter>());
        builder.Services.AddSingleton<ConfigurationReplicas>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            s => s.GetRequiredService<ConfigurationReplicas>());
        builder.Services.AddErasure();
        builder.Services.AddSettings<SendingOptions, SendingOptionsValidator>("Sending");
        return builder.AddStranglerGrainStorage(
            StorageNames.Hybrid,
            options =>
            {
                options.Records.Add(UserRecords.GrainType, UserRecords.StateName, UserRecords.KeyOf);
                options.Records.Add(
                    ConfigurationRecords.GrainType, ConfigurationRecords.Kind.StateName, ConfigurationRecords.KeyOf);
                options.Records.Add(
                    SessionRecords.GrainType, SessionRecords.Kind.StateName, SessionRecords.KeyOf);
            });
    }

    private static void AddErasure(this IServiceCollection services)
    {
        services.AddSingleton<IErasurePart, ProfilePart>();
        services.AddSingleton<IErasurePart, ConversationPart>();
        services.AddSingleton<IErasurePart, ConfigurationPart>();
        services.AddSingleton<IErasurePart, BackupPart>();
        services.AddSingleton<IErasurePart, AnalyticsPart>();
        services.AddSingleton<IErasurePart, SessionPart>();
        services.AddSingleton<ErasureSteps>();
        services.AddSingleton<ErasureWatch>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<ErasureWatch>());
    }

    private static void AddResidency(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSettings<ResidencyOptions, ResidencyOptionsValidator>("Memory");
        services.TryAddSingleton<ResidentSet>();
        services.AddOptions<GrainCollectionOptions>().PostConfigure<IOptions<ResidencyOptions>>(
            (collection, residency) =>
            {
                var memory = residency.Value;
                collection.ClassSpecificCollectionAge[typeof(UserGrain).FullName!] = memory.UsersIdleAge;
                collection.ClassSpecificCollectionAge[typeof(ConversationGrain).FullName!] =
                    memory.ConversationsIdleAge;
                collection.ClassSpecificCollectionAge[typeof(AnalyticsGrain).FullName!] = memory.AnalyticsIdleAge;
                collection.ClassSpecificCollectionAge[typeof(ConfigurationGrain).FullName!] =
                    memory.ConfigurationIdleAge;
                collection.ClassSpecificCollectionAge[typeof(SessionGrain).FullName!] = memory.UsersIdleAge;
                collection.EnableActivationSheddingOnMemoryPressure = memory.ShedUnderPressure;
                collection.MemoryUsageLimitPercentage = memory.PressurePercent;
                collection.MemoryUsageTargetPercentage = memory.ReliefPercent;
            });
    }
}

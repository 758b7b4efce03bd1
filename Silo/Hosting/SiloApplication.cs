using System.Net;
using HybridOrleans.Silo.Access;
using HybridOrleans.Silo.Api;
using HybridOrleans.Silo.Configuration;
using HybridOrleans.Silo.Health;
using HybridOrleans.Silo.Membership;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Leases;
using Orleans.Configuration;
using Orleans.Dashboard;
using StackExchange.Redis;

namespace HybridOrleans.Silo.Hosting;

/// <summary>Puts a silo together: configuration, stores, grains, cluster, HTTP.</summary>
internal static class SiloApplication
{
    /// <summary>Makes a silo that is ready to start; a private PostgreSQL that it needs runs already.</summary>
    /// <exception cref="SiloConfigurationException">Settings are wrong; all of them are listed.</exception>
    public static async Task<WebApplication> CreateAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration.Sources.Insert(0, Defaults());
        KeepOthersWithUsers(builder.Configuration);
        var settings = SiloSettingsReader.Read(builder.Configuration, out var siloMistakes);
        var access = AccessSettingsReader.Read(builder.Configuration, out var accessMistakes);
        string[] mistakes = [.. siloMistakes, .. accessMistakes];
        var folder = new DataFolder(Path.GetFullPath(builder.Configuration[DataFolder.Setting]!));
        var postgres = new PrivatePostgres(builder.Configuration, settings, folder);
        if (postgres.IsNeeded && mistakes.Length == 0)
        {
            await postgres.StartAsync(CancellationToken.None);
        }

        ConfigureLogging(builder.Logging);
        builder.WebHost.UseUrls(settings.HttpUrl.AbsoluteUri);
        builder.WebHost.ConfigureKestrel(HttpEndpoints.Limit);
        builder.Services.AddSingleton(settings).AddSingleton(folder);
        // It comes before Orleans, so that it stops after the stores are closed.
        builder.Services.AddSingleton(_ => postgres);
        builder.Services.AddHostedService<PrivatePostgresService>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService<ReadinessWatch>();
        builder.Services.AddSingleton<DataLock>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<DataLock>());
        builder.Services.AddSingleton<DatabaseLock>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<DatabaseLock>());
        builder.Services.AddSingleton<IPostgresHost, PostgresHost>();
        if (settings.Redis is not null)
        {
            builder.Services.AddSingleton<MembershipWatch>();
            builder.Services.AddSingleton<ISelfCheck>(s => s.GetRequiredService<MembershipWatch>());
            builder.Services.AddHostedService(s => s.GetRequiredService<MembershipWatch>());
            builder.Services.AddSingleton<SiloCards>();
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
                s => s.GetRequiredService<SiloCards>());
            if (settings.EndDeadLockHolders)
            {
                builder.Services.AddHostedService<LockHolderWatch>();
            }
        }

        builder.UseOrleans(silo => ConfigureSilo(silo, settings));
        builder.Services.AddAccess(access, folder);
        builder.Services.AddApi();
        var application = builder.Build();
        try
        {
            RefuseMistakes(application.Services, mistakes);
            HttpEndpoints.Map(application, settings);
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    private static Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource Defaults() => new()
    {
        InitialData =
        [
            new(DataFolder.Setting, DataFolder.Default),
            new("Logging:LogLevel:Default", "Warning"),
            new("Logging:LogLevel:HybridOrleans", "Information"),
            // It would advise the server's garbage collector, which costs memory and gains nothing on small machines.
            new("Logging:LogLevel:Orleans.Runtime.Silo", "Error"),
            // Its first check measures from the machine's start and warns of a stall of hours that never was.
            new("Logging:LogLevel:Orleans.Runtime.Watchdog", "Error"),
            // It would advise to encrypt a key that lies in a folder which only the silo's user can enter.
            new("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error"),
            // It would log each request with a wrong key; the audit log has them, so many of each address.
            new($"Logging:LogLevel:{typeof(ApiKeyHandler).FullName}", "Warning"),
            new("Logging:LogLevel:Microsoft.AspNetCore.Authentication", "Error"),
            // It would log each request without a token, and anybody can send those.
            new("Logging:LogLevel:Microsoft.AspNetCore.Antiforgery", "Error"),
        ],
    };

    /// <summary>One store is enough for a silo whose operator named the users' store only.</summary>
    private static void KeepOthersWithUsers(ConfigurationManager configuration)
    {
        if (configuration["HybridOrleans:Components:users"] is { } store)
        {
            configuration["HybridOrleans:Components:conversations"] ??= store;
            configuration["HybridOrleans:Components:configuration"] ??= store;
            configuration["HybridOrleans:Components:analytics"] ??= store;
            configuration["HybridOrleans:Components:grains"] ??= store;
        }
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        // Orleans' bridge and its activations name the grain in their messages, and with it a user.
        logging.AddFilter(typeof(StranglerGrainStorageOptions).Namespace, LogLevel.Warning);
    }

    private static void ConfigureSilo(ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = settings.ClusterId;
            cluster.ServiceId = settings.ServiceId;
        });
        silo.Configure<ClusterMembershipOptions>(m => MembershipTuning.Apply(m, settings.ProbeTimeout));
        if (settings.IsClustered)
        {
            silo.Configure<SiloMessagingOptions>(LeavingTuning.Apply);
        }

        silo.ConfigureEndpoints(settings.Address, settings.SiloPort, settings.GatewayPort);
        if (settings.Redis is { } redis)
        {
            silo.UseRedisClustering(options => options.ConfigurationOptions = new ConfigurationOptions
            {
                EndPoints = { { redis.Host, redis.Port } },
                DefaultDatabase = redis.Database,
                Password = redis.Password,
                AbortOnConnectFail = true,
            });
        }
        else
        {
            silo.UseDevelopmentClustering(
                settings.PrimarySilo ?? new IPEndPoint(settings.Address, settings.SiloPort));
        }

        silo.AddHybridGrains();
        if (settings.Dashboard)
        {
            // Its live log would show messages of other libraries, which may name grains, and with them users.
            silo.AddDashboard(options => options.HideTrace = true);
        }
    }

    private static void RefuseMistakes(IServiceProvider services, IReadOnlyList<string> found)
    {
        var mistakes = new List<string>(found);
        mistakes.AddRange(PortCheck.Mistakes(services.GetRequiredService<SiloSettings>()));
        foreach (var validator in services.GetServices<IConfigurationValidator>())
        {
            try
            {
                validator.ValidateConfiguration();
            }
            catch (OrleansConfigurationException e)
            {
                mistakes.AddRange(Lines(e.Message));
            }
        }

        if (mistakes.Count > 0)
        {
            throw new SiloConfigurationException(mistakes);
        }
    }

    /// <summary>The storage lists its mistakes under a heading, others say one in a sentence.</summary>
    private static List<string> Lines(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries);
        var listed = lines.Where(l => l.StartsWith("- ", StringComparison.Ordinal)).Select(l => l[2..]).ToList();
        return listed.Count > 0 ? listed : [message];
    }
}

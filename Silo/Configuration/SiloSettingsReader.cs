using System.Net;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Membership;

namespace HybridOrleans.Silo.Configuration;

/// <summary>
/// Reads <see cref="SiloSettings"/> from <c>HybridOrleans:Silo</c> and from the <c>REDIS_</c> variables.
/// </summary>
internal static class SiloSettingsReader
{
    private const string Section = "HybridOrleans:Silo";
    private const int RedisPort = 6379;
    private const int RedisDatabaseMax = 15;

    private static readonly Uri DefaultHttpUrl = new("http://127.0.0.1:8080");

    /// <param name="configuration">Everything that configures the silo.</param>
    /// <param name="mistakes">All of them; empty when the settings can be used.</param>
    public static SiloSettings Read(IConfiguration configuration, out IReadOnlyList<string> mistakes)
    {
        var reader = new SettingsReader(configuration);
        var settings = new SiloSettings
        {
            Address = reader.Address($"{Section}:Address", IPAddress.Loopback),
            SiloPort = reader.Port($"{Section}:SiloPort", ClusterDefaults.SiloPort),
            GatewayPort = reader.Port($"{Section}:GatewayPort", ClusterDefaults.GatewayPort),
            HttpUrl = reader.Url($"{Section}:HttpUrl", DefaultHttpUrl),
            ClusterId = reader.Name($"{Section}:ClusterId", ClusterDefaults.ClusterId),
            ServiceId = reader.Name($"{Section}:ServiceId", ClusterDefaults.ServiceId),
            PrimarySilo = reader.EndPoint($"{Section}:PrimarySilo"),
            ProbeTimeout = reader.Duration(
                $"{Section}:ProbeTimeout", MembershipTuning.ProbeTimeout, MembershipTuning.ProbeTimeoutRange),
            EndDeadLockHolders = reader.Switch($"{Section}:EndDeadLockHolders", standard: true),
            Dashboard = reader.Switch($"{Section}:Dashboard", standard: true),
            StopWithInput = reader.Switch($"{Section}:StopWithInput", standard: false),
            EmbeddedPostgres = reader.Choice<EmbeddedMode>($"{Section}:EmbeddedPostgres"),
            Redis = Redis(reader),
        };
        reader.RefuseUnknown(
            Section,
            nameof(SiloSettings.Address),
            nameof(SiloSettings.SiloPort),
            nameof(SiloSettings.GatewayPort),
            nameof(SiloSettings.HttpUrl),
            nameof(SiloSettings.ClusterId),
            nameof(SiloSettings.ServiceId),
            nameof(SiloSettings.PrimarySilo),
            nameof(SiloSettings.ProbeTimeout),
            nameof(SiloSettings.EndDeadLockHolders),
            nameof(SiloSettings.Dashboard),
            nameof(SiloSettings.StopWithInput),
            nameof(SiloSettings.EmbeddedPostgres));
        CheckTogether(reader, settings);
        mistakes = reader.Mistakes;
        return settings;
    }

    private static RedisSettings? Redis(SettingsReader reader) => reader.Text("REDIS_HOST") is { } host
        ? new RedisSettings(
            host,
            reader.Port("REDIS_PORT", RedisPort),
            reader.Number("REDIS_DB", 0, 0, RedisDatabaseMax),
            reader.Text("REDIS_PASSWORD"))
        : null;

    private static void CheckTogether(SettingsReader reader, SiloSettings settings)
    {
        var ports = new[] { settings.SiloPort, settings.GatewayPort, settings.HttpUrl.Port };
        if (ports.Distinct().Count() < ports.Length)
        {
            reader.Add(
                $"{Section}: SiloPort {settings.SiloPort}, GatewayPort {settings.GatewayPort} and the port of HttpUrl "
                + $"{settings.HttpUrl.Port} must differ from each other.");
        }

        if (settings is { PrimarySilo: not null, Redis: not null })
        {
            reader.Add(
                $"{Section}:PrimarySilo = '{settings.PrimarySilo}' and REDIS_HOST = '{settings.Redis.Host}' are two "
                + "ways to find the cluster: set one of them.");
        }
    }
}

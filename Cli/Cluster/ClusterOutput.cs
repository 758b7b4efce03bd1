using System.Globalization;
using System.Text;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Cluster;

/// <summary>Says where everything of a running cluster is.</summary>
internal static class ClusterOutput
{
    /// <summary>For people.</summary>
    public static string Text(LocalCluster cluster, TimeSpan duration)
    {
        var settings = cluster.Settings;
        var text = new StringBuilder();
        Line($"A cluster of {settings.Silos} silos runs after {duration.TotalSeconds:0.0} s.");
        Line($"");
        Line($"  data        {settings.Data}");
        Line($"  logs        {cluster.Logs}");
        Line($"  admin's key {settings.AdminKey}, unless keys are configured");
        Line($"  postgresql  127.0.0.1:{cluster.PostgresPort}");
        Line($"  redis       127.0.0.1:{cluster.RedisPort}, the members of '{settings.ClusterId}'");
        for (var number = 1; number <= settings.Silos; number++)
        {
            var ports = settings.PortsOf(number);
            Line($"  silo {number}      clients 127.0.0.1:{ports.Gateway}, process {cluster.Silos[number - 1].Id}");
            Line($"              health    http://127.0.0.1:{ports.Http}/health/ready");
            Line($"              dashboard http://127.0.0.1:{ports.Http}/dashboard");
        }

        Line($"");
        Line($"Try:   hybrid import samples/legacy-bot --bot han_dating_bot{GatewayOf(settings)}");
        Line($"Stop:  Ctrl-C");
        return text.ToString();

        void Line(FormattableString line)
            => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>For programs.</summary>
    public static void WriteJson(Terminal terminal, LocalCluster cluster) => ResultJson.Write(terminal, writer =>
    {
        var settings = cluster.Settings;
        writer.WriteStartObject();
        writer.WriteString("data", settings.Data);
        writer.WriteString("logs", cluster.Logs);
        writer.WriteString("adminKey", settings.AdminKey);
        writer.WriteString("clusterId", settings.ClusterId);
        writer.WriteNumber("postgresPort", cluster.PostgresPort);
        writer.WriteNumber("redisPort", cluster.RedisPort);
        writer.WriteStartArray("silos");
        for (var number = 1; number <= settings.Silos; number++)
        {
            var ports = settings.PortsOf(number);
            writer.WriteStartObject();
            writer.WriteNumber("process", cluster.Silos[number - 1].Id);
            writer.WriteString("gateway", $"127.0.0.1:{ports.Gateway}");
            writer.WriteString("health", $"http://127.0.0.1:{ports.Http}/health/ready");
            writer.WriteString("dashboard", $"http://127.0.0.1:{ports.Http}/dashboard");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string GatewayOf(ClusterSettings settings)
    {
        var port = settings.FirstPorts.Gateway;
        return port == ClusterDefaults.GatewayPort ? "" : $" --gateway 127.0.0.1:{port}";
    }
}

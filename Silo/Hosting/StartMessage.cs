using System.Globalization;
using System.Reflection;
using HybridOrleans.Silo.Access;
using HybridOrleans.Silo.Configuration;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Silo.Hosting;

/// <summary>What an operator sees once the silo serves calls: what runs where, and what to try next.</summary>
internal static class StartMessage
{
    public static async Task WriteAsync(TextWriter output, IServiceProvider services, TimeSpan duration)
    {
        var settings = services.GetRequiredService<SiloSettings>();
        var stores = services.GetRequiredService<RecordStores>();
        var folder = services.GetRequiredService<DataFolder>();
        var version = typeof(StartMessage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
        var views = stores.Migrations.Sights().ToDictionary(s => s.View.Component, s => s.View);
        var where = string.Join(
            ", ",
            stores.Components.Select(c => $"{c} in {stores.StoreOf(c)}{PhaseOf(c)}").Order(StringComparer.Ordinal));
        var http = settings.HttpUrl.GetLeftPart(UriPartial.Authority);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            HybridOrleans {version} serves calls after {duration.TotalSeconds:0.0} s.

              data        {folder.Path}
              stores      {where}
              postgresql  {services.GetRequiredService<PrivatePostgres>().Describe()}
              cluster     {Cluster(settings)}
              clients     {settings.Address}:{settings.GatewayPort}
              health      {http}/health/ready
              dashboard   {(settings.Dashboard ? $"{http}/dashboard" : "off")}
              access      {Access(services, http)}

            Try:   dotnet run --project Cli -- import samples/legacy-bot --bot han_dating_bot
            Stop:  Ctrl-C
            """);
        await output.WriteLineAsync(text);
        await output.FlushAsync();

        string PhaseOf(Component component) => !views.TryGetValue(component, out var view) || view.Phase == Phase.Off
            ? ""
            : view.Phase is Phase.Shadow or Phase.Live ? $" ({view.Phase} at {view.SharePercent} %)"
            : $" ({view.Phase})";
    }

    private static string Access(IServiceProvider services, string http)
        => services.GetRequiredService<FirstKey>() is { Key: not null } first
            ? $"admin's key in {first.Path}\n              sign in with it at {http}/sign-in, or send it as X-Api-Key"
            : $"keys configured: {services.GetRequiredService<AccessSettings>().Keys.Count}";

    private static string Cluster(SiloSettings settings) => settings switch
    {
        { Redis: { } redis } => $"'{settings.ClusterId}', members in Redis {redis}, this silo on {Silo(settings)}",
        { PrimarySilo: { } first } => $"'{settings.ClusterId}' around {first}, this silo on {Silo(settings)}",
        _ => $"'{settings.ClusterId}', this silo alone on {Silo(settings)}",
    };

    private static string Silo(SiloSettings settings) => $"{settings.Address}:{settings.SiloPort}";
}

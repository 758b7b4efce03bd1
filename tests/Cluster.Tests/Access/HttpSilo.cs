using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Silo.Hosting;
using HybridOrleans.TestKit.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>A whole silo in this process: HTTP on a free port, data in files, and the keys of the tests.</summary>
public sealed class HttpSilo : IAsyncLifetime
{
    private readonly SiloFolder _folder = new();
    private readonly SiloPorts _ports = SiloPorts.Free();
    private WebApplication? _silo;

    /// <summary>Everything that it logged, debug messages left out.</summary>
    public LogCapture Log { get; } = new();

    /// <summary>The silo itself.</summary>
    public WebApplication Application => _silo!;

    public IServiceProvider Services => _silo!.Services;

    public Uri Address => new($"http://127.0.0.1:{_ports.Http}");

    /// <summary>Where its files are.</summary>
    public string Data => _folder.Data;

    public async ValueTask InitializeAsync()
    {
        _silo = await SiloApplication.CreateAsync(
        [
            $"--HybridOrleans:Json:RootDirectory={Data}",
            $"--HybridOrleans:Silo:SiloPort={_ports.Silo}",
            $"--HybridOrleans:Silo:GatewayPort={_ports.Gateway}",
            $"--HybridOrleans:Silo:HttpUrl={Address}",
            "--HybridOrleans:Silo:EmbeddedPostgres=never",
            "--HybridOrleans:Access:FailedSignInsPerMinute=10000",
            "--HybridOrleans:Access:KeyRequestsPerSecond=100000",
            "--HybridOrleans:Access:AddressRequestsPerSecond=100000",
            .. TestKeys.Arguments,
        ]);
        _silo.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await _silo.StartAsync();
    }

    /// <summary>A program with a key, such as <c>admin-all</c>; without one for null.</summary>
    public HttpClient Client(string? caller) => TestKeys.Client(Address, caller is null ? null : TestKeys.Of(caller));

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.StopAsync();
            await _silo.DisposeAsync();
        }

        _folder.Dispose();
    }
}

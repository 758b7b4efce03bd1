using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Silo.Access;
using HybridOrleans.Silo.Hosting;
using HybridOrleans.TestKit.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>What guards a silo's HTTP, on real HTTP and without a silo behind it.</summary>
internal sealed class AccessHost : IAsyncDisposable
{
    private readonly SiloFolder _folder = new();
    private readonly WebApplication _application;

    private AccessHost(AccessSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("HybridOrleans.Audit", LogLevel.Information);
        builder.Services.AddSingleton<TimeProvider>(Time);
        var folder = new DataFolder(_folder.Data);
        builder.Services.AddSingleton(folder).AddAccess(settings, folder);
        _application = builder.Build();
        _application.UseAccess();
        _application.MapSignIn();
        if (settings.OpenId is not null)
        {
            _application.MapOpenId();
        }

        _application.MapGet("/bots/{bot}", (HttpContext c) => c.User.Identity!.Name).Needs(Right.ReadData);
        _application.MapPost("/bots/{bot}", () => "written").Needs(Right.WriteData);
        _application.MapGet("/unsaid", () => "let in");
    }

    public LogCapture Log { get; } = new();

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    public static async Task<AccessHost> StartAsync(Func<AccessSettings, AccessSettings>? change = null)
    {
        var host = new AccessHost(change is null ? TestKeys.Settings : change(TestKeys.Settings));
        await host._application.StartAsync();
        return host;
    }

    /// <summary>A browser without a cookie, or a program with a key. It follows no redirect.</summary>
    public HttpClient Client(string? key = null) => TestKeys.Client(new Uri(_application.Urls.Single()), key);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _folder.Dispose();
    }
}

using HybridOrleans.Grains.Interfaces;

var builder = WebApplication.CreateBuilder(args);
builder.Host.UseOrleans(silo => silo
    .UseLocalhostClustering(
        ClusterDefaults.SiloPort,
        ClusterDefaults.GatewayPort,
        primarySiloEndpoint: null,
        ClusterDefaults.ServiceId,
        ClusterDefaults.ClusterId)
    .AddHybridGrains());
var app = builder.Build();
app.MapGet("/health/ready", () => "ok");
await app.RunAsync();

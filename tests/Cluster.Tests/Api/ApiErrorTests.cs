using System.Net;
using HybridOrleans.Cluster.Tests.Access;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

/// <summary>Each error of a grain, as a caller of the API meets it.</summary>
public sealed class ApiErrorTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Exception> Errors = new()
    {
        ["invalid"] = new InvalidInputException("why"),
        ["conflict"] = new RevisionConflictException("why"),
        ["unavailable"] = new DataUnavailableException("why"),
        ["unknown"] = new OutcomeUnknownException("why"),
        ["damaged"] = new DataDamagedException("why"),
        ["other"] = new InvalidOperationException("a text that may be personal"),
    };

    private readonly WebApplication _application = Build();

    public async ValueTask InitializeAsync() => await _application.StartAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Theory]
    [InlineData("invalid", 400)]
    [InlineData("conflict", 412)]
    [InlineData("unavailable", 503)]
    [InlineData("unknown", 504)]
    [InlineData("damaged", 500)]
    [InlineData("other", 500)]
    public async Task An_error_says_what_is_known(string error, int status)
    {
        using var client = TestKeys.Client(new Uri(_application.Urls.Single()), key: null);
        var answer = await client.SendAsync("GET", $"/{error}");
        Assert.Equal(((HttpStatusCode)status, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Equal(status == 503, answer.Headers.ContainsKey("Retry-After"));
        Assert.Equal(error != "other", answer.Body.Contains("why", StringComparison.Ordinal));
        Assert.DoesNotContain("personal", answer.Body, StringComparison.Ordinal);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddApi();
        var application = builder.Build();
        application.UseExceptionHandler();
        application.MapGet("/{error}", string (string error) => throw Errors[error]);
        return application;
    }
}

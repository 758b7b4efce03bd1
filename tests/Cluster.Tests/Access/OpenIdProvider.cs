using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>An OpenID Connect provider that vouches for whom the test says.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "silo";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _application;

    private OpenIdProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, string>
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = $"{Address}/authorize",
            ["token_endpoint"] = $"{Address}/token",
            ["jwks_uri"] = $"{Address}/keys",
        });
        _application.MapGet("/keys", () => new { keys = new[] { PublicKey() } });
        _application.MapPost("/token", () => new Dictionary<string, string>
        {
            ["id_token"] = Token(), ["access_token"] = "a", ["token_type"] = "Bearer",
        });
    }

    public string Address => _application.Urls.Single();

    /// <summary>The claims of whoever signs in next.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["sub"] = "1" };

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        await provider._application.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _rsa.Dispose();
    }

    private Dictionary<string, string> PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA", ["kid"] = "k", ["use"] = "sig", ["alg"] = "RS256",
            ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }

    private string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address,
        Audience = ClientId,
        Claims = Claims,
        SigningCredentials = new SigningCredentials(
            new RsaSecurityKey(_rsa) { KeyId = "k" }, SecurityAlgorithms.RsaSha256),
    });
}

using HybridOrleans.Silo.Auditing;
using HybridOrleans.Silo.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Silo.Access;

/// <summary>Access to this silo's HTTP, made of what ASP.NET Core has for it.</summary>
internal static class AccessServices
{
    private const string AnyScheme = "key-or-session";

    /// <summary>Adds access. Call it after Orleans was added, see <see cref="FirstKey"/>.</summary>
    public static void AddAccess(this IServiceCollection services, AccessSettings settings, DataFolder folder)
    {
        services.AddSingleton(settings).AddSingleton<KeyRing>().AddSingleton<FailedSignIns>().AddSingleton<Audit>();
        services.AddSingleton<FirstKey>();
        services.AddHostedService(s => s.GetRequiredService<FirstKey>());
        services.AddDataProtection().SetApplicationName("HybridOrleans")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder.Access, "sessions")));
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, Sessions>();
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RequestLimits>();
        services.AddRateLimiter(_ => { });
        services.AddAntiforgery(options =>
        {
            options.HeaderName = CookieWrites.TokenHeader;
            options.Cookie.Name = "hybrid-csrf";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddAuthorization(options => options.AddRights());
        var authentication = services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = context
                => ApiKeyHandler.IsShown(context) ? ApiKeyHandler.SchemeName : Sessions.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddCookie(Sessions.SchemeName);
        if (settings.OpenId is { } provider)
        {
            authentication.AddOpenId(provider);
        }
    }

    /// <summary>Lets in whoever may, and nobody else. What is mapped without a word needs a key.</summary>
    public static void UseAccess(this WebApplication application)
    {
        application.UseRouting();
        application.UseAuthentication();
        application.UseRateLimiter();
        application.UseAuthorization();
        application.UseMiddleware<CookieWrites>();
        application.UseAntiforgery();
    }
}

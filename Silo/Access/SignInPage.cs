using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace HybridOrleans.Silo.Access;

/// <summary>The page on which a person shows a key.</summary>
internal static class SignInPage
{
    /// <summary>Where it is.</summary>
    public const string Path = "/sign-in";

    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <param name="context">The request.</param>
    /// <param name="returnTo">Where to go afterwards.</param>
    /// <param name="message">What went wrong; empty for nothing.</param>
    /// <param name="status">Of the answer.</param>
    public static IResult Show(HttpContext context, string returnTo, string message, int status)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        var openId = context.RequestServices.GetRequiredService<AccessSettings>().OpenId is null
            ? ""
            : $"""<p><a href="{Path}/openid?returnUrl={Uri.EscapeDataString(returnTo)}">Sign in elsewhere</a></p>""";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in - HybridOrleans</title>
            <style>
            :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
            main { max-width: 24rem; margin: 15vh auto; padding: 0 1rem }
            input, button { font: inherit; width: 100%; padding: .5rem; margin: .25rem 0; box-sizing: border-box }
            </style>
            <main>
            <h1>HybridOrleans</h1>
            <form method="post" action="{{Path}}">
            <p role="alert">{{Html(message)}}</p>
            <label for="key">Key</label>
            <input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
            <input type="hidden" name="returnUrl" value="{{Html(returnTo)}}">
            <input type="hidden" name="{{tokens.FormFieldName}}" value="{{Html(tokens.RequestToken!)}}">
            <button>Sign in</button>
            </form>
            {{openId}}
            </main>
            </html>
            """,
            "text/html; charset=utf-8",
            statusCode: status);
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}

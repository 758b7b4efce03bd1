using HybridOrleans.Silo.Configuration;

namespace HybridOrleans.Silo.Access;

/// <summary>Reads <see cref="OpenIdSettings"/>.</summary>
internal static class OpenIdSettingsReader
{
    private static readonly string[] Required = ["ClientId", "ClientSecret"];

    /// <returns>Null when none is configured, or it cannot be used; the reader knows why.</returns>
    public static OpenIdSettings? Read(SettingsReader reader, IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return null;
        }

        reader.RefuseUnknown(section.Path, "Authority", "ClientId", "ClientSecret", "RoleClaim");
        foreach (var name in Required.Where(n => reader.Text($"{section.Path}:{n}") is null))
        {
            reader.Add($"{section.Path}:{name}: it is missing; the provider knows it.");
        }

        if (Uri.TryCreate(section["Authority"], UriKind.Absolute, out var authority)
            && (authority.Scheme == Uri.UriSchemeHttps || authority is { Scheme: "http", IsLoopback: true }))
        {
            return new OpenIdSettings(
                authority, section["ClientId"] ?? "", section["ClientSecret"] ?? "", section["RoleClaim"] ?? "role");
        }

        reader.Add($"{section.Path}:Authority = '{section["Authority"]}': expected https://host/path of the provider.");
        return null;
    }
}

namespace HybridOrleans.Architecture.Tests.Deployment;

/// <summary>What a compose file says, with what is wrong in it.</summary>
internal sealed class ComposeFile(string text)
{
    private readonly Dictionary<string, object?> _document = YamlText.Parse(text);

    public IEnumerable<(string Name, Dictionary<string, object?> Content)> Services
        => Map(_document, "services").Select(s => (s.Key, (Dictionary<string, object?>)s.Value!));

    /// <summary>The environment of every service: service, name, value.</summary>
    public IEnumerable<(string Service, string Name, string Value)> Environment
        => Services.SelectMany(s => Map(s.Content, "environment").Select(e => (s.Name, e.Key, (string?)e.Value ?? "")));

    /// <summary>Images without an exact version. Those that are built here carry ours.</summary>
    public IEnumerable<string> UnpinnedImages => Services
        .Select(s => (s.Name, Image: (string?)s.Content.GetValueOrDefault("image") ?? ""))
        .Where(s => !ImageTag.IsPinned(s.Image))
        .Select(s => $"{s.Name}: '{s.Image}'");

    /// <summary>Names of volumes, networks and services that are used and not declared.</summary>
    public IEnumerable<string> Undeclared
    {
        get
        {
            var volumes = Map(_document, "volumes").Keys;
            var networks = Map(_document, "networks").Keys;
            var services = Map(_document, "services").Keys;
            foreach (var (name, content) in Services)
            {
                foreach (var volume in Items(content, "volumes").Select(v => v.Split(':')[0]).Except(volumes))
                {
                    yield return $"{name}: volume {volume}";
                }

                foreach (var network in Names(content, "networks").Except(networks))
                {
                    yield return $"{name}: network {network}";
                }

                foreach (var other in Names(content, "depends_on").Except(services))
                {
                    yield return $"{name}: service {other}";
                }
            }
        }
    }

    /// <summary>Passwords that stand in the file, and those that are not required from outside.</summary>
    public IEnumerable<string> Secrets => Environment
        .Where(e => e.Name.EndsWith("PASSWORD", StringComparison.Ordinal) && !IsRequired(e.Value))
        .Select(e => $"{e.Service}: {e.Name}");

    /// <summary>Services that others wait for, or that go on, without a way to tell whether they are healthy.</summary>
    public IEnumerable<string> WithoutHealth(IReadOnlySet<string> healthyImages) => Services
        .Where(s => s.Content.ContainsKey("restart") && !s.Content.ContainsKey("healthcheck")
            && !healthyImages.Contains(TargetOf(s.Content)))
        .Select(s => s.Name);

    /// <summary>Ports that are open to more than this machine.</summary>
    public IEnumerable<string> OpenPorts => Services
        .SelectMany(s => Items(s.Content, "ports").Select(p => (s.Name, Port: p)))
        .Where(p => !p.Port.StartsWith("127.0.0.1:", StringComparison.Ordinal))
        .Select(p => $"{p.Name}: {p.Port}");

    /// <summary>The stage that a service is built from; empty for a ready image.</summary>
    public static string TargetOf(Dictionary<string, object?> service)
        => (string?)Map(service, "build").GetValueOrDefault("target") ?? "";

    public static Dictionary<string, object?> Map(Dictionary<string, object?> content, string name)
        => content.GetValueOrDefault(name) as Dictionary<string, object?> ?? [];

    public static IEnumerable<string> Items(Dictionary<string, object?> content, string name)
        => content.GetValueOrDefault(name) is List<object?> list ? list.OfType<string>() : [];

    private static bool IsRequired(string value)
        => value.StartsWith("${", StringComparison.Ordinal) && value.Contains(":?", StringComparison.Ordinal);

    private static IEnumerable<string> Names(Dictionary<string, object?> content, string name)
        => Items(content, name).Concat(Map(content, name).Keys);
}

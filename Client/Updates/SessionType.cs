using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>How a type of state is named, read and written.</summary>
/// <remarks>
/// What is written is the type's members, and those of the stored object that the type does not know, as a newer
/// instance of the bot may have written them: they survive an older one.
/// </remarks>
internal sealed class SessionType<T>
    where T : class, new()
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static SessionType<T>? _only;

    private readonly Func<int, JsonObject, JsonObject>? _upgrade;
    private readonly HashSet<string> _members;
    private readonly bool _keepsUnknown;

    private SessionType(SessionStateAttribute attribute)
    {
        (Name, Version) = (attribute.Name, attribute.Version);
        TimeToLive = attribute.TimeToLive is { } text ? TimeOf(text) : null;
        _upgrade = UpgradeOf();
        var members = Options.GetTypeInfo(typeof(T)).Properties;
        _members = members.Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _keepsUnknown = members.Any(m => m.IsExtensionData);
    }

    public string Name { get; }

    public int Version { get; }

    public TimeSpan? TimeToLive { get; }

    /// <summary>What is known of the type.</summary>
    /// <exception cref="InvalidInputException">The type is no session state.</exception>
    public static SessionType<T> Get() => _only ??= new SessionType<T>(
        typeof(T).GetCustomAttribute<SessionStateAttribute>() is { Version: > 0 } attribute
            ? attribute
            : throw Refused("it has no [SessionState(\"name\")] with a version of 1 or more"));

    /// <summary>The object that the state holds, brought up to the type's version; null when there is none.</summary>
    public JsonObject? Parse(StateReading reading)
    {
        if (reading.Data is not { } data)
        {
            return null;
        }

        if (reading.Version > Version)
        {
            throw new InvalidInputException(
                $"The state '{Name}' is stored in version {reading.Version}, and this instance of the bot knows it up "
                + $"to version {Version}. Nothing was changed. Run the newer bot everywhere.");
        }

        var stored = JsonNode.Parse(data.Utf8.Span) as JsonObject ?? throw Refused("what is stored is no object");
        for (var version = reading.Version; version < Version; version++)
        {
            stored = (_upgrade ?? throw Refused($"version {version} is stored, and it is no ISessionUpgrade"))(
                version, stored);
        }

        return stored;
    }

    /// <summary>The state as an object of the type.</summary>
    public static T Read(JsonObject? stored) => stored?.Deserialize<T>(Options) ?? new T();

    /// <summary>The JSON of a value, with what the type does not know of the stored object.</summary>
    public byte[] Write(T value, JsonObject? stored)
    {
        var unknown = _keepsUnknown ? [] : stored?.Where(m => !_members.Contains(m.Key)).ToArray() ?? [];
        if (unknown.Length == 0)
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, Options);
        }

        var all = JsonSerializer.SerializeToNode(value, Options)!.AsObject();
        foreach (var (name, node) in unknown)
        {
            all.TryAdd(name, node?.DeepClone());
        }

        return JsonSerializer.SerializeToUtf8Bytes(all, Options);
    }

    private static TimeSpan TimeOf(string text)
        => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero
            ? time
            : throw Refused($"its TimeToLive '{text}' is no time such as 30.00:00:00");

    private static Func<int, JsonObject, JsonObject>? UpgradeOf()
    {
        if (!typeof(T).IsAssignableTo(typeof(ISessionUpgrade)))
        {
            return null;
        }

        var map = typeof(T).GetInterfaceMap(typeof(ISessionUpgrade));
        return map.TargetMethods.Single().CreateDelegate<Func<int, JsonObject, JsonObject>>();
    }

    private static InvalidInputException Refused(string reason)
        => new($"{typeof(T).Name} is refused as session state: {reason}.");
}

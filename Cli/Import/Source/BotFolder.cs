namespace HybridOrleans.Cli.Import.Source;

/// <summary>The files of an old bot's folder, told apart. Nothing is opened and nothing is changed.</summary>
internal sealed class BotFolder
{
    private const string ProfilesName = "girls_data";
    private const string MapName = "girls_data.json";
    private const string ConversationsName = "conversations";
    private const string ConfigurationName = "config.json";
    private const string BackupsName = "backups";

    private readonly List<ImportFile> _profiles = [];
    private readonly List<ImportFile> _conversations = [];
    private readonly List<ImportFile> _events = [];
    private readonly List<ImportFile> _configuration = [];
    private readonly List<ImportFile> _backups = [];
    private readonly SortedDictionary<OtherKind, int> _others = [];

    private BotFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The files that hold one profile each, by name.</summary>
    public IReadOnlyList<ImportFile> Profiles => _profiles;

    /// <summary>The file that holds many profiles, or null.</summary>
    public ImportFile? Map { get; private set; }

    /// <summary>The files that hold the messages of one chat each, by name.</summary>
    public IReadOnlyList<ImportFile> Conversations => _conversations;

    /// <summary>The files that hold the events of one month each, by name.</summary>
    public IReadOnlyList<ImportFile> Events => _events;

    /// <summary>The settings of the bot: one file, or none.</summary>
    public IReadOnlyList<ImportFile> Configuration => _configuration;

    /// <summary>The files that hold one day of a chat each, by name.</summary>
    public IReadOnlyList<ImportFile> Backups => _backups;

    /// <summary>How many files of each other kind there are.</summary>
    public IReadOnlyDictionary<OtherKind, int> Others => _others;

    /// <summary>Sub-folders that look like folders of other bots. They are not entered.</summary>
    public IReadOnlyList<string> OtherBots { get; private set; } = [];

    /// <summary>Looks through a folder.</summary>
    /// <exception cref="UsageException">It is missing, or holds no profiles.</exception>
    public static BotFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no folder '{path}'.");
        }

        var folder = new BotFolder(path);
        var options = new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true };
        foreach (var file in Directory.EnumerateFiles(path, "*", options).Order(StringComparer.Ordinal))
        {
            folder.Add(file);
        }

        folder.OtherBots = [.. Directory.EnumerateDirectories(path).Where(IsBot).Order(StringComparer.Ordinal)];
        return folder.Map is null && folder.Profiles.Count == 0 && !Directory.Exists(Combine(path, ProfilesName))
            ? throw new UsageException(
                $"'{path}' holds neither '{ProfilesName}/' nor '{MapName}'. Name the folder that contains one of them.")
            : folder;
    }

    private void Add(string file)
    {
        var name = System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/');
        var parts = name.Split('/');
        if (name == MapName)
        {
            Map = new ImportFile(file, name, null);
        }
        else if (parts is [ProfilesName, var profile] && IsText(profile))
        {
            _profiles.Add(new ImportFile(file, name, TelegramId.Parse(profile[..^".json".Length])));
        }
        else if (parts is [ConversationsName, var conversation] && IsText(conversation))
        {
            _conversations.Add(new ImportFile(file, name, TelegramId.Parse(conversation[..^".json".Length])));
        }
        else if (IsAnalytics(name))
        {
            _events.Add(new ImportFile(file, name, null));
        }
        else if (name == ConfigurationName)
        {
            _configuration.Add(new ImportFile(file, name, null));
        }
        else if (parts is [BackupsName, var chat, var day] && IsText(day))
        {
            _backups.Add(new ImportFile(file, name, TelegramId.Parse(chat)));
        }
        else
        {
            var kind = KindOf(parts);
            _others[kind] = _others.GetValueOrDefault(kind) + 1;
        }
    }

    private static bool IsText(string name)
        => name.EndsWith(".json", StringComparison.Ordinal) && !IsLeftover(name);

    private static bool IsLeftover(string name)
        => name.Contains(".backup.", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal)
            || name.EndsWith(".bak", StringComparison.Ordinal);

    private static OtherKind KindOf(string[] parts) => parts switch
    {
        [.., var name] when IsLeftover(name) => OtherKind.Leftovers,
        ["fields.json"] => OtherKind.Fields,
        _ => OtherKind.Unrecognised,
    };

    private static bool IsAnalytics(string name)
        => name.Length == "analytics_YYYYMM.json".Length
            && name.StartsWith("analytics_", StringComparison.Ordinal)
            && name.EndsWith(".json", StringComparison.Ordinal)
            && name.AsSpan(10, 6).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsBot(string directory)
        => System.IO.Path.GetFileName(directory) is not ProfilesName
            && (Directory.Exists(Combine(directory, ProfilesName)) || File.Exists(Combine(directory, MapName)));

    private static string Combine(string path, string name) => System.IO.Path.Combine(path, name);
}

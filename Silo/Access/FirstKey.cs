using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Hosting;

namespace HybridOrleans.Silo.Access;

/// <summary>
/// The admin's key of a silo for which nobody configured any: made at the first start, and kept in the data folder in a
/// file that only its user can read. Silos that share the folder share the key.
/// </summary>
/// <remarks>
/// It is made after Orleans has opened the stores: a file in the folder before that could make a volume that is not
/// mounted look like one that is.
/// </remarks>
internal sealed class FirstKey(AccessSettings settings, DataFolder folder) : IHostedService
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Null when keys are configured.</summary>
    public AccessKey? Key { get; private set; }

    /// <summary>Where the key is kept.</summary>
    public string Path => System.IO.Path.Combine(folder.Access, "admin.key");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Keys.Count == 0)
        {
            Directory.CreateDirectory(folder.Access, OwnerFolder);
            if (!File.Exists(Path))
            {
                Make();
            }

            var text = Read();
            Key = new AccessKey(
                new Caller(AccessSettings.FirstKeyName, AccessRole.Admin, Bot: null),
                Convert.FromHexString(AccessKeyText.HashOf(text)),
                Expires: null);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Make()
    {
        // Whole under its name, or not at all; of two silos that start at once the first one makes it.
        var made = $"{Path}.{Guid.NewGuid():n}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        };
        using (var file = new StreamWriter(made, Encoding.ASCII, options))
        {
            file.WriteLine(AccessKeyText.Create());
        }

        try
        {
            File.Move(made, Path, overwrite: false);
        }
        catch (IOException) when (File.Exists(Path))
        {
            File.Delete(made);
        }
    }

    private string Read()
    {
        if ((File.GetUnixFileMode(Path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
        {
            throw new KeyFileException(
                $"The admin's key in '{Path}' can be read by others. Close it with 'chmod 600', and remove the file "
                + "for a new key if others may have read it.");
        }

        var text = File.ReadAllText(Path).Trim();
        return text.StartsWith(AccessKeyText.Prefix, StringComparison.Ordinal) && text.Length > 40
            ? text
            : throw new KeyFileException($"There is no key in '{Path}'. Remove the file for a new one.");
    }
}

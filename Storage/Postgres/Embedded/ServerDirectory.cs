using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>The folder of one embedded server: <c>pgdata</c>, <c>password</c>, and the lock of its owner.</summary>
internal sealed class ServerDirectory : IDisposable
{
    public const string UserName = "hybrid";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;

    private ServerDirectory(string root, FileStream ownerLock, string password)
    {
        Root = root;
        Password = password;
        _lock = ownerLock;
    }

    public string Root { get; }

    public string PgData => Path.Combine(Root, "pgdata");

    public string Password { get; }

    /// <summary>Takes the folder for this process, and initialises it when it is new.</summary>
    [UnsupportedOSPlatform("windows")]
    public static async Task<ServerDirectory> OpenAsync(
        string path, ServerBinaries binaries, ServerAccount account, CancellationToken cancellation)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var ownerLock = Take(root);
        try
        {
            await account.TakeOverAsync(cancellation, root);
            await account.RequireAccessAsync(root, cancellation);
            var password = await PasswordAsync(root, account, cancellation);
            var directory = new ServerDirectory(root, ownerLock, password);
            await directory.InitialiseAsync(binaries, account, cancellation);
            return directory;
        }
        catch
        {
            await ownerLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server that runs on this folder now, whoever started it; null when none does.</summary>
    public int? RunningServer()
    {
        var file = Path.Combine(PgData, "postmaster.pid");
        if (!File.Exists(file)
            || !int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid))
        {
            return null;
        }

        // The id may belong to another process by now; a server's working directory is its data folder.
        var link = new DirectoryInfo($"/proc/{pid}/cwd");
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: false)?.FullName == RealPath(PgData) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => _lock.Dispose();

    [UnsupportedOSPlatform("windows")]
    private static FileStream Take(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            File.SetUnixFileMode(root, Private);

            // FileShare.None is an advisory lock on a descriptor that no child inherits: a killed owner frees it.
            return new FileStream(
                Path.Combine(root, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new EmbeddedPostgresException(
                $"The embedded PostgreSQL in {root} belongs to another running process. Stop that process, use another "
                + "data folder, or give both processes the connection string of one server.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedPostgresException(
                $"The data folder {root} cannot be taken by this user: {e.Message} Use another data folder, or start "
                + "this process as the user that made it.", e);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<string> PasswordAsync(
        string root, ServerAccount account, CancellationToken cancellation)
    {
        var file = Path.Combine(root, "password");
        if (File.Exists(file))
        {
            return (await File.ReadAllTextAsync(file, cancellation)).Trim();
        }

        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = PrivateFile,
        };
        var temporary = file + ".new";
        await using (var writer = new StreamWriter(temporary, options))
        {
            await writer.WriteAsync(password);
        }

        await account.TakeOverAsync(cancellation, temporary);
        File.Move(temporary, file, overwrite: true);
        return password;
    }

    private async Task InitialiseAsync(ServerBinaries binaries, ServerAccount account, CancellationToken cancellation)
    {
        if (Directory.Exists(PgData))
        {
            return;
        }

        // Made beside and renamed, so that a killed process leaves no half-made cluster under the final name.
        var made = PgData + ".new";
        if (Directory.Exists(made))
        {
            Directory.Delete(made, recursive: true);
        }

        await ServerAccount.RunAsync(
            account.Prepare(binaries.Initdb, [
                "--pgdata", made, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256",
                "--username", UserName, "--pwfile", Path.Combine(Root, "password")]),
            cancellation);
        Directory.Move(made, PgData);
    }

    private static string RealPath(string path)
    {
        var info = new DirectoryInfo(path);
        var parent = info.Parent is null ? "" : RealPath(info.Parent.FullName);
        var plain = info.Parent is null ? info.FullName : Path.Combine(parent, info.Name);
        return new DirectoryInfo(plain).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? plain;
    }
}

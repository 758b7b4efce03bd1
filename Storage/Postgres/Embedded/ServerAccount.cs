using System.Diagnostics;
using System.Text;

namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>Runs the server's programs as an account that PostgreSQL accepts: it refuses to run as root.</summary>
internal sealed class ServerAccount
{
    private const string Account = "postgres";
    private readonly string[] _prefix;

    private ServerAccount(string[] prefix) => _prefix = prefix;

    /// <summary>True when programs run as another account than this process.</summary>
    public bool IsSwitched => _prefix.Length > 0;

    public static ServerAccount Choose()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount([]);
        }

        // Both replace themselves by the program, so that the process we start is the server itself.
        if (FindTool("setpriv") is { } setpriv)
        {
            return new ServerAccount(
                [setpriv, $"--reuid={Account}", $"--regid={Account}", "--init-groups", "--inh-caps=-all", "--"]);
        }

        return FindTool("su-exec") is { } suExec
            ? new ServerAccount([suExec, Account])
            : throw new EmbeddedPostgresException(
                "PostgreSQL refuses to run as root, and neither 'setpriv' nor 'su-exec' was found to run it as "
                + $"'{Account}'. "
                + "Install util-linux, start this process as another user, or attach a server of your own.");
    }

    /// <summary>Hands files over to the account; nothing happens when it is our own.</summary>
    public async Task TakeOverAsync(CancellationToken cancellation, params string[] paths)
    {
        if (IsSwitched)
        {
            await RunAsync(new ProcessStartInfo("chown", ["--", $"{Account}:", .. paths]), cancellation);
        }
    }

    /// <summary>Checks that the account can reach and write a folder.</summary>
    public async Task RequireAccessAsync(string directory, CancellationToken cancellation)
    {
        if (!IsSwitched)
        {
            return;
        }

        for (var parent = Path.GetDirectoryName(directory); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (!await SucceedsAsync(Prepare("test", ["-x", parent]), cancellation))
            {
                throw new EmbeddedPostgresException(
                    $"The account '{Account}' cannot enter {parent}, which lies above the data folder {directory}. "
                    + $"Run 'chmod o+x {parent}', put the data elsewhere, or start this process as a user that is "
                    + "not root.");
            }
        }
    }

    /// <summary>A command line that runs a program as the account.</summary>
    /// <param name="program">A full path, or a name looked up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    public ProcessStartInfo Prepare(string program, IEnumerable<string> arguments)
    {
        string[] all = [.. _prefix, program, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Our own folder may be closed to the account, and the programs look at it.
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="EmbeddedPostgresException">It failed; the message holds what it said.</exception>
    public static async Task RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        var (code, output) = await RunToEndAsync(start, cancellation);
        if (code != 0)
        {
            throw new EmbeddedPostgresException(
                $"'{string.Join(' ', [start.FileName, .. start.ArgumentList])}' failed with code {code}: {output}");
        }
    }

    /// <summary>The full path of a program in PATH or in the system's own folders; null when there is none.</summary>
    public static string? FindTool(string name)
        => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/bin:/bin:/usr/sbin:/sbin"
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static async Task<bool> SucceedsAsync(ProcessStartInfo start, CancellationToken cancellation)
        => (await RunToEndAsync(start, cancellation)).Code == 0;

    private static async Task<(int Code, string Output)> RunToEndAsync(
        ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, output.ToString().Trim());

        void Collect(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }
    }
}

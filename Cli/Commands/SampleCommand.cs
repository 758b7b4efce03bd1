using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Output;
using HybridOrleans.Cli.Sample;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid sample</c>.</summary>
internal static class SampleCommand
{
    private const int ProfilesMax = 10_000_000;

    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var profiles = new Option<int>("--profiles")
        {
            Description = $"How many; 1 to {ProfilesMax}.",
            HelpName = "N",
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "The folder to write; it must be missing or empty.",
            HelpName = "FOLDER",
            Required = true,
        };
        var layout = new Option<SampleLayout>("--layout")
        {
            Description = "Files: girls_data/{id}.json. Map: one girls_data.json.",
            HelpName = "Files|Map",
        };
        var command = new DocumentedCommand("sample", "Write a large made-up folder to try an import with.")
        {
            Examples =
            [
                new("hybrid sample --profiles 10000 --out /tmp/sample", "10,000 profiles of about 1 KB"),
                new("hybrid sample --profiles 1000000 --out /tmp/big --layout Map", "One file of about 1 GB"),
            ],
            Notes = ["No silo is needed. The same number gives the same profiles, always. All data is invented."],
        };
        command.Add(profiles);
        command.Add(output);
        command.Add(layout);
        Session.Attach(command, services, shared, (session, parsed, cancellation) => RunAsync(
            session, parsed.GetValue(profiles), parsed.GetValue(output)!, parsed.GetValue(layout), cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        Session session, int profiles, string path, SampleLayout layout, CancellationToken cancellation)
    {
        if (profiles is < 1 or > ProfilesMax)
        {
            throw new UsageException($"--profiles {profiles} is outside 1 to {ProfilesMax}.");
        }

        var progress = new ProgressCounter();
        await new ProgressDisplay(session.Terminal, session.Services.Time).ShowAsync(
            "Writing", progress, () => Task.Run(
                () => SampleFolder.Write(path, profiles, layout, progress, cancellation), cancellation));
        if (session.Format == OutputFormat.Json)
        {
            ResultJson.Write(session.Terminal, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("profiles", profiles);
                writer.WriteString("folder", path);
                writer.WriteEndObject();
            });
        }
        else
        {
            session.Terminal.Write(string.Create(
                CultureInfo.InvariantCulture, $"{profiles:N0} profiles written to {path}\n"));
        }

        return ExitCode.Done;
    }
}

using System.Diagnostics;
using HybridOrleans.Cluster.Tests.Access;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

/// <summary>The client of samples/python, run by a real Python against a running silo.</summary>
[Collection(SharedHttpSilo.Name)]
public sealed class PythonClientTests(HttpSilo silo)
{
    private const string Bot = """
        import hybrid_client as h
        from concurrent.futures import ThreadPoolExecutor
        d = h.init_database_integration("han")
        assert h.get_database_integration() is d
        assert d.get_user_profile(3001) is None
        assert d.save_user_profile(3001, {"name": "Ева"}) == 1
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: d.update_user_activity(3001), range(50)))
        profile, revision = d.get_user_profile_with_revision(3001)
        assert (profile["message_count"], profile["name"], revision) == (50, "Ева", 51), profile
        try:
            d.save_user_profile(3001, {}, expected_revision=1)
            raise AssertionError("an old revision was taken")
        except h.Conflict as e:
            assert e.status == 412
        d.update_user_profile(3001, {"city": "Рига"})
        assert d.get_user_profile(3001, use_cache=False)["city"] == "Рига"
        assert d.get_bot_configuration("python") is None
        d.save_bot_configuration({"a": [1, None]}, "python", "x/ё")
        assert d.get_bot_configuration("python", "x/ё") == {"a": [1, None]}
        assert d.append_message(3001, "in", "Привет", "m1") == 1
        assert d.append_message(3001, "in", "Привет", "m1") == 1
        assert [m["text"] for m in d.get_recent_messages(3001)] == ["Привет"]
        assert d.log_analytics_event("python", {"n": 1}, {"lang": "ru"}, 3001)["isNew"]
        for call in (d.get_migration_status, d.enable_migration, lambda: d.erase_user(3001)):
            try:
                call()
                raise AssertionError("a key that is bound to a bot did that")
            except h.NotAllowed as e:
                assert e.status == 403
        assert d.delete_user_profile(3001) and not d.delete_user_profile(3001)
        try:
            h.DatabaseIntegration("han", url="http://127.0.0.1:1", retries=0).save_user_profile(1, {})
            raise AssertionError("nobody was there")
        except h.Unavailable:
            pass
        print("done")
        """;

    [Fact]
    public async Task The_old_call_names_do_what_they_did()
    {
        var start = new ProcessStartInfo("python3", ["-"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PYTHONPATH"] = Path.Combine(RepositoryFolder.Path, "samples", "python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["HYBRID_URL"] = silo.Address.AbsoluteUri;
        start.Environment["HYBRID_KEY"] = TestKeys.Of("operator-han");
        using var python = Process.Start(start)!;
        await python.StandardInput.WriteAsync(Bot);
        python.StandardInput.Close();
        var said = python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("done\n", await said + errors);
    }
}

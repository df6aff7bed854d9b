package dev.tandem.protocol.realtime;

import static dev.tandem.protocol.VendorExamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ItemsTest {

    @Test
    void a_message_says_all_its_text_and_transcript_parts_joined_by_nothing() {
        assertThat(
                        done(
                                "'type':'message','role':'assistant','status':'completed','content':[{'type':'output_text','text':'One, '},{'type':'audio','transcript':'two, '},{'type':'output_audio','transcript':null},{'type':'input_image'},{'type':'text','text':'three.'}]"))
                .isEqualTo(new Item.Message("i", "assistant", "One, two, three.", true));
    }

    @Test
    void a_message_whose_parts_carry_nothing_has_no_transcript_but_an_empty_part_is_an_empty_one() {
        assertThat(done("'type':'message','role':'user','content':[{'type':'input_audio'}]"))
                .isEqualTo(new Item.Message("i", "user", null, true));
        assertThat(done("'type':'message','role':'user','content':[{'type':'input_text','text':''}]"))
                .isEqualTo(new Item.Message("i", "user", "", true));
        assertThat(done("'type':'message','role':'user','content':null"))
                .isEqualTo(new Item.Message("i", "user", null, true));
    }

    @Test
    void an_item_that_was_cut_or_is_under_way_is_not_complete() {
        for (String status : new String[] {"in_progress", "incomplete", "brand_new"}) {
            assertThat(done("'type':'message','role':'user','status':'" + status + "'"))
                    .isEqualTo(new Item.Message("i", "user", null, false));
        }
    }

    @Test
    void without_a_status_the_event_decides_so_that_a_call_without_its_arguments_is_never_complete() {
        String call = "{'id':'i','type':'function_call','call_id':'c','name':'n'}";
        assertThat(ServerEvents.read(
                        quoted("{'type':'response.output_item.added','response_id':'r','item':" + call + "}")))
                .isEqualTo(new ServerEvent.OutputItemAdded("r", new Item.FunctionCall("i", "c", "n", "", false)));
        assertThat(ServerEvents.read(
                        quoted("{'type':'response.output_item.done','response_id':'r','item':" + call + "}")))
                .isEqualTo(new ServerEvent.OutputItemDone("r", new Item.FunctionCall("i", "c", "n", "", true)));
        assertThat(ServerEvents.read(quoted(
                        "{'type':'response.done','response':{'id':'r','status':'cancelled','output':[" + call + "]}}")))
                .extracting(event -> ((ServerEvent.ResponseDone) event).output().get(0))
                .isEqualTo(new Item.FunctionCall("i", "c", "n", "", false));
    }

    @Test
    void what_lacks_something_its_type_needs_still_has_its_place_in_the_conversation() {
        assertThat(done("'type':'function_call','name':'n'")).isEqualTo(new Item.Other("i", "function_call"));
        assertThat(done("'type':'function_call','call_id':'c'")).isEqualTo(new Item.Other("i", "function_call"));
        assertThat(done("'type':'function_call_output'")).isEqualTo(new Item.Other("i", "function_call_output"));
        assertThat(done("'type':'message'")).isEqualTo(new Item.Other("i", "message"));
        assertThat(done("'type':null")).isEqualTo(new Item.Other("i", ""));
        assertThat(done("'type':'mcp_call'")).isEqualTo(new Item.Other("i", "mcp_call"));
    }

    @Test
    void the_output_of_a_tool_names_its_call() {
        assertThat(done("'type':'function_call_output','call_id':'c','output':'words'"))
                .isEqualTo(new Item.FunctionCallOutput("i", "c"));
    }

    private static Item done(String fields) {
        ServerEvent event = ServerEvents.read(
                quoted("{'type':'conversation.item.done','previous_item_id':'p','item':{'id':'i'," + fields + "}}"));
        assertThat(event).isInstanceOf(ServerEvent.ItemDone.class);
        assertThat(((ServerEvent.ItemDone) event).previousItemId()).isEqualTo("p");
        return ((ServerEvent.ItemDone) event).item();
    }
}
